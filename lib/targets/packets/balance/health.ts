/**
 * Health checks: one checker per target and node of a load balancer, connecting from that node, so that security groups
 * must admit it. Clocks run at the scale of the target.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
import type { Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { HealthCheck } from '../../../fleet/fleet.ts';
import type { NodeName } from '../plan/plan.ts';
import type { Wire } from '../plan/wire.ts';
import { headLength, limits, readResponse } from './head.ts';

export type State = 'initial' | 'healthy' | 'unhealthy' | 'unused' | 'draining' | 'unavailable';

export type Reason =
  | 'Elb.RegistrationInProgress'
  | 'Elb.InitialHealthChecking'
  | 'Target.ResponseCodeMismatch'
  | 'Target.Timeout'
  | 'Target.FailedHealthChecks'
  | 'Target.NotInUse'
  | 'Target.DeregistrationInProgress'
  | 'Target.HealthCheckDisabled';

export interface Health {
  readonly state: State;
  readonly reason?: Reason;
  readonly description?: string;
}

/** Of one check. */
export type Outcome =
  | 'passed'
  | { readonly reason: 'Target.ResponseCodeMismatch'; readonly code: number }
  | { readonly reason: 'Target.Timeout' | 'Target.FailedHealthChecks' };

/** Health with what a further check is counted on. */
export interface Verdict {
  readonly health: Health;
  readonly passes: number;
  readonly fails: number;
}

export const registering: Verdict = {
  health: { state: 'initial', reason: 'Elb.RegistrationInProgress' },
  passes: 0,
  fails: 0,
};

/** One check suffices for a new target; one that was unhealthy must pass as many as the threshold says. */
export function judged(before: Verdict, outcome: Outcome, check: HealthCheck): Verdict {
  return outcome === 'passed' ? passed(before, check) : failed(before, outcome, check);
}

function passed({ health, passes }: Verdict, check: HealthCheck): Verdict {
  const isEnough = health.state === 'initial' || passes + 1 >= check.healthyThreshold;
  const isWell = health.state === 'healthy' || isEnough;
  return { health: isWell ? { state: 'healthy' } : health, passes: passes + 1, fails: 0 };
}

function failed(
  { health, fails }: Verdict,
  outcome: Exclude<Outcome, 'passed'>,
  check: HealthCheck,
): Verdict {
  const counted = { passes: 0, fails: fails + 1 };
  if (health.state === 'unhealthy' || fails + 1 >= check.unhealthyThreshold)
    return { health: sick(outcome), ...counted };
  if (health.state === 'healthy') return { health, ...counted };
  return { health: { state: 'initial', reason: 'Elb.InitialHealthChecking' }, ...counted };
}

function sick(outcome: Exclude<Outcome, 'passed'>): Health {
  const { reason } = outcome;
  const description =
    'code' in outcome
      ? `Health checks failed with these codes: [${outcome.code}]`
      : reason === 'Target.Timeout'
        ? 'Request timed out'
        : 'Health checks failed';
  return { state: 'unhealthy', reason, description };
}

export interface Checked {
  readonly wire: Wire;
  readonly from: NodeName;
  readonly address: string;
  /** Of the traffic. */
  readonly port: number;
  /** Real seconds per second of AWS. */
  readonly scale: number;
  readonly onChange: () => void;
}

/** Checks at once and then at every interval, however long an answer takes. */
export class Checker {
  #verdict = registering;
  #timer: NodeJS.Timeout | undefined;
  readonly #checked: Checked;
  #check: HealthCheck;
  readonly #running = new Set<Socket>();

  constructor(checked: Checked, check: HealthCheck) {
    this.#checked = checked;
    this.#check = check;
  }

  get health(): Health {
    if (!this.#check.isEnabled)
      return { state: 'unavailable', reason: 'Target.HealthCheckDisabled' };
    return this.#verdict.health;
  }

  start(): void {
    if (!this.#check.isEnabled || this.#timer !== undefined) return;
    const interval = this.#check.intervalSeconds * 1000 * this.#checked.scale;
    this.#timer = setInterval(() => {
      this.#once();
    }, interval);
    this.#timer.unref();
    this.#once();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const socket of this.#running) socket.destroy();
    this.#running.clear();
  }

  /** What was counted stays. */
  update(check: HealthCheck): void {
    if (JSON.stringify(check) === JSON.stringify(this.#check)) return;
    this.stop();
    this.#check = check;
    this.start();
  }

  #once(): void {
    const socket = probe(this.#checked, this.#check, (outcome) => {
      this.#running.delete(socket);
      if (this.#timer === undefined) return;
      const before = this.#verdict.health;
      this.#verdict = judged(this.#verdict, outcome, this.#check);
      if (
        before.state !== this.#verdict.health.state ||
        before.reason !== this.#verdict.health.reason
      )
        this.#checked.onChange();
    });
    this.#running.add(socket);
  }
}

/** One connection, one request, one outcome. */
function probe(checked: Checked, check: HealthCheck, tell: (outcome: Outcome) => void): Socket {
  const { wire, from, address, scale } = checked;
  const port = check.port === 'traffic-port' ? checked.port : check.port;
  const plain = wire.connect(from, { address, port });
  const socket =
    check.protocol === 'HTTPS' ? tlsConnect({ socket: plain, rejectUnauthorized: false }) : plain;
  let isTold = false;
  const settle = (outcome: Outcome): void => {
    if (isTold) return;
    isTold = true;
    clearTimeout(timer);
    socket.destroy();
    plain.destroy();
    tell(outcome);
  };
  const fail = (): void => {
    settle({ reason: 'Target.FailedHealthChecks' });
  };
  const timer = setTimeout(
    () => {
      settle({ reason: 'Target.Timeout' });
    },
    check.timeoutSeconds * 1000 * scale,
  );
  timer.unref();
  plain.on('error', fail);
  socket.on('error', fail).on('close', fail);
  if (check.protocol === 'TCP')
    socket.on('connect', () => {
      settle('passed');
    });
  else asks(socket, { check, host: `${address}:${port}` }, settle);
  return plain;
}

function asks(
  socket: Socket,
  { check, host }: { readonly check: HealthCheck; readonly host: string },
  settle: (outcome: Outcome) => void,
): void {
  let read = Buffer.alloc(0);
  socket.write(
    `GET ${check.path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n` +
      'User-Agent: ELB-HealthChecker/2.0\r\nAccept-Encoding: gzip, compressed\r\n\r\n',
  );
  socket.on('data', (bytes: Buffer) => {
    read = Buffer.concat([read, bytes]);
    const length = headLength(read);
    if (length >= 0) settle(outcomeOf(read.toString('latin1', 0, length), check));
    else if (read.length > limits.responseHead) settle({ reason: 'Target.FailedHealthChecks' });
  });
}

function outcomeOf(text: string, check: HealthCheck): Outcome {
  const head = readResponse(text);
  if (head === undefined) return { reason: 'Target.FailedHealthChecks' };
  const { status: code } = head;
  const isWanted = check.codes.some(([first, last]) => first <= code && code <= last);
  return isWanted ? 'passed' : { reason: 'Target.ResponseCodeMismatch', code };
}
