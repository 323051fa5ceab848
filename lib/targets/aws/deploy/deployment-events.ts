/** What the CDK toolkit tells while it deploys, turned into progress of ours. */
import type { IIoHost, IoMessage, IoRequest } from '@aws-cdk/toolkit-lib';
import type { Host } from '../../../output/host.ts';

interface Activity {
  readonly event: Readonly<
    Partial<
      Record<'StackName' | 'LogicalResourceId' | 'ResourceStatus' | 'ResourceStatusReason', string>
    >
  >;
  readonly progress: { readonly completed: number; readonly total?: number };
}

/** The codes of the toolkit's message registry that mean something to a person here. */
const activity = 'CDK_TOOLKIT_I5502';
const publishing = /^CDK_ASSETS_I527[05]$/;

export class DeploymentEvents implements IIoHost {
  /** The first resource that failed says why; what is cancelled after it says nothing. */
  firstFailure: string | undefined;
  private readonly host: Host;

  constructor(host: Host) {
    this.host = host;
  }

  async notify({ code, data }: IoMessage<unknown>): Promise<void> {
    if (code === activity) this.noteActivity(data as Activity);
    else if (publishing.test(code ?? '')) this.host.progress('uploading the assets');
  }

  /** Whoever runs this was asked before the toolkit was: its own questions get its own answers. */
  async requestResponse<T>({ defaultResponse }: IoRequest<unknown, T>): Promise<T> {
    return defaultResponse;
  }

  private noteActivity({ event, progress }: Activity): void {
    const { StackName = '', LogicalResourceId: id = '', ResourceStatus: status = '' } = event;
    const done = `${progress.completed} of ${progress.total ?? '?'}`;
    this.host.progress(`deploying ${StackName} (${done}, ${id} ${status})`);
    if (status.endsWith('_FAILED') && id !== StackName) this.noteFailure(id, event);
  }

  private noteFailure(id: string, { ResourceStatusReason: reason }: Activity['event']): void {
    if (reason === undefined || /cancelled/i.test(reason)) return;
    this.firstFailure ??= `${id}: ${reason}`;
  }
}
