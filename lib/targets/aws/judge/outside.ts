/** This machine as a host of the outside world: which one it is, and what it may conclude from silence. */
import { connect as dial } from 'node:net';
import type { Place } from '../../../capabilities.ts';
import { Unavailable } from '../../../errors.ts';
import { contains, parseBlock } from '../../../network/blocks.ts';
import { send } from '../../api/request.ts';
import type { LiveLab } from './live-lab.ts';

export type End = 'open' | 'refused' | 'timeout' | 'unreachable';

export interface OutsideOptions {
  /** The address by which the internet sees this machine. @default asked of AWS */
  readonly ownAddress?: () => Promise<string>;
  /** @default a TCP connection from here */
  readonly dial?: (host: string, port: number) => Promise<End>;
}

/** This machine, for one lab. */
export class Outside {
  private readonly lab: Pick<LiveLab, 'parameters' | 'sandbox'>;
  private readonly dialled: (host: string, port: number) => Promise<End>;
  private readonly ownAddress: () => Promise<string>;
  private readonly passable = new Map<number, Promise<boolean>>();
  private own: Promise<string> | undefined;

  constructor(
    lab: Pick<LiveLab, 'parameters' | 'sandbox'>,
    { ownAddress = askOwnAddress, dial: dialled = dialOnce }: OutsideOptions = {},
  ) {
    this.lab = lab;
    this.ownAddress = ownAddress;
    this.dialled = dialled;
  }

  /**
   * This machine speaks as an administrator where the lab was opened for its address, and as a stranger where it was
   * not.
   * @throws Unavailable where it cannot speak as the host that is asked for
   */
  async speakAs(who: Place): Promise<void> {
    if (!['admin', 'stranger', 'internet'].includes(who))
      throw new Unavailable(`on AWS nobody can speak as '${who}'`);
    const { adminCidr } = this.lab.parameters;
    if (adminCidr === undefined) return;
    this.own ??= this.ownAddress();
    const own = await this.own;
    if ((who === 'admin') === isIn(own, adminCidr)) return;
    throw new Unavailable(
      who === 'admin'
        ? `the administrator is ${adminCidr}, and this machine is ${own}: -c adminCidr=${own}/32 opens the lab for it`
        : `this machine (${own}) is the administrator, no stranger`,
    );
  }

  /**
   * What the far end says to a TCP connection from here.
   * @throws Unavailable for a silence that may come from this machine's own network
   */
  async connect(host: string, port: number): Promise<End> {
    const end = await this.dialled(host, port);
    if (end === 'open' || end === 'refused') this.passable.set(port, Promise.resolve(true));
    else if (!(await this.getsOut(port)))
      throw new Unavailable(
        `${end} on tcp/${port}, but nothing shows that this machine's own network lets tcp/${port} out`,
      );
    return end;
  }

  /** Somebody who is known to listen on that port is heard. */
  private getsOut(port: number): Promise<boolean> {
    const known = listeners[port]?.(this.lab.sandbox.region);
    const found =
      this.passable.get(port) ??
      (known === undefined
        ? Promise.resolve(false)
        : this.dialled(known, port).then((end) => end === 'open'));
    this.passable.set(port, found);
    return found;
  }
}

/** Hosts of AWS that listen: a silence elsewhere is then not the doing of this machine's own network. */
const listeners: Readonly<Record<number, (region: string) => string>> = {
  22: (region) => `git-codecommit.${region}.amazonaws.com`,
  80: () => 'checkip.amazonaws.com',
  443: (region) => `sts.${region}.amazonaws.com`,
};

function isIn(address: string, cidr: string): boolean {
  const [block, one] = [parseBlock(cidr), parseBlock(address)];
  return block !== undefined && one !== undefined && contains(block, one);
}

async function askOwnAddress(): Promise<string> {
  const address = { url: 'https://checkip.amazonaws.com/' };
  try {
    const { body } = await send(address, { method: 'GET', headers: {} });
    return String(body).trim();
  } catch (error) {
    throw new Unavailable('nobody tells the public address of this machine', { cause: error });
  }
}

const dialMilliseconds = 5000;

const ends: Readonly<Record<string, End>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
};

/** @throws Unavailable for a name that has no address */
function dialOnce(host: string, port: number): Promise<End> {
  return new Promise((resolve, reject) => {
    const socket = dial({ host, port, timeout: dialMilliseconds });
    const done = (end: End): void => {
      socket.destroy();
      resolve(end);
    };
    socket.once('connect', () => {
      done('open');
    });
    socket.once('timeout', () => {
      done('timeout');
    });
    socket.once('error', ({ code = '', message }: NodeJS.ErrnoException) => {
      const end = ends[code];
      if (end === undefined) reject(new Unavailable(`${host}:${port}: ${message}`));
      else done(end);
    });
  });
}
