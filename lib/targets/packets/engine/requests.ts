/** `http` in the kernel: a request as a client sends it, from a host of the internet or of the lab. */
import { request as send, type IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { addressText } from '../../../network/blocks.ts';
import { Unavailable, NoAnswer, NotBuilt } from '../../../errors.ts';
import type { HttpRequest, HttpResponse } from '../../../capabilities.ts';
import { idsCalled } from '../../../network/ask/places.ts';
import type { Id } from '../../../network/network.ts';
import { nodeOf } from '../compile/scene.ts';
import type { NodeName } from '../plan/plan.ts';
import type { Wire } from '../plan/wire.ts';
import type { Balancers } from './balancers.ts';
import type { Places } from './places.ts';
import type { Plane } from './plane.ts';
import { noNames } from './request.ts';
import { sendersAt, type Spot } from './spots.ts';
import { balancerName } from './region.ts';
import { goalsAt } from './spots.ts';

export interface RequestParts {
  readonly wire: Wire;
  readonly plane: Plane;
  readonly places: Places;
  readonly balancers: Balancers;
}

/** Milliseconds, as a patient client waits. */
const patience = 70_000;
const connectPatience = 3000;

interface Where {
  readonly node: NodeName;
  readonly local: string | undefined;
  readonly address: string;
  readonly port: number;
  readonly host: string;
}

export class Requests {
  private readonly parts: RequestParts;

  constructor(parts: RequestParts) {
    this.parts = parts;
  }

  /** @param to an output's URL, or the place itself */
  async http(asked: HttpRequest): Promise<HttpResponse> {
    if (asked.as !== undefined || asked.presigned !== undefined)
      throw new Unavailable('packets knows no users and signs nothing');
    return this.sent(asked, this.whereOf(asked));
  }

  /** Of a load balancer or instance, for a client from outside. */
  entry(id: Id): string | undefined {
    const { plane, balancers } = this.parts;
    if (plane.stands.settled.network.balancers.has(id)) return balancers.addressesOf(id, true)[0];
    return this.publicAddress(id);
  }

  private publicAddress(place: string): string | undefined {
    const { plane, places } = this.parts;
    const [from] = this.sender(undefined);
    const goals =
      from === undefined
        ? []
        : goalsAt(
            { settled: plane.stands.settled, outside: places.outside },
            places.called(place),
            from,
          ).flat();
    const [goal] = goals;
    return goal && addressText(goal.address);
  }

  private whereOf({ to, from }: HttpRequest): Where {
    const [sender] = this.sender(from);
    const node = sender?.node ?? nodeOf.outside('admin');
    const local = sender && addressText(sender.address);
    const url = /^https?:\/\//.test(to) ? new URL(to) : undefined;
    if (url !== undefined) {
      const port = Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port);
      return { node, local, address: this.resolved(url.hostname), port, host: url.host };
    }
    return { node, local, ...this.placed(to, sender) };
  }

  private sender(from: string | undefined): readonly Spot[] {
    const { plane, places } = this.parts;
    const place = places.called(from ?? 'admin');
    return sendersAt(plane.stands.settled, places.outside, place).flat();
  }

  /**
   * Names of load balancers are answered as their DNS would: by nodes that can serve, in turns.
   * @throws Unavailable for other names: that nobody answers to them here says nothing of the lab
   */
  private resolved(name: string): string {
    const { balancers } = this.parts;
    if (isIP(name) !== 0) return name;
    const called = balancers.all.find(({ id }) => balancerName(id) === name);
    if (called === undefined) throw new Unavailable(`${noNames} (${name})`);
    const [found] = balancers.addressesOf(called.id, true);
    if (found === undefined) throw new NoAnswer(`nobody has the name ${name}`);
    return found;
  }

  private placed(to: string, sender: Spot | undefined): Pick<Where, 'address' | 'port' | 'host'> {
    const { plane, places } = this.parts;
    const { settled } = plane.stands;
    const { network } = settled;
    const balancer = idsCalled(network, to).find((each) => network.balancers.has(each));
    if (balancer !== undefined) return this.balanced(balancer, sender?.face === undefined);
    const { outside } = places;
    const [goal] =
      sender === undefined ? [] : goalsAt({ settled, outside }, places.called(to), sender).flat();
    if (goal === undefined) throw new NotBuilt(to);
    const address = addressText(goal.address);
    return { address, port: 80, host: address };
  }

  private balanced(id: Id, isPublic: boolean): Pick<Where, 'address' | 'port' | 'host'> {
    const { balancers } = this.parts;
    const [address] = balancers.addressesOf(id, isPublic);
    const listener = balancers.all.find((each) => each.id === id)?.listeners[0];
    if (address === undefined) throw new NoAnswer(`no node of ${id} is left`);
    return { address, port: listener?.port ?? 80, host: balancerName(id) };
  }

  private sent(asked: HttpRequest, where: Where): Promise<HttpResponse> {
    const { method = 'GET', path, headers = {}, body } = asked;
    const { node, local, address, port, host } = where;
    const text =
      body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const socket = this.parts.wire.connect(node, {
      address,
      port,
      ...(local === undefined ? {} : { localAddress: local }),
    });
    return new Promise((resolve, reject) => {
      const lost = (why: string): void => {
        socket.destroy();
        reject(new NoAnswer(`${host}:${port}: ${why}`));
      };
      const timer = setTimeout(() => {
        lost('no connection: time-out');
      }, connectPatience);
      socket.once('connect', () => {
        clearTimeout(timer);
      });
      const outgoing = send({
        ...{ method, path, headers: { Host: host, Connection: 'close', ...headers } },
        ...{ createConnection: () => socket, timeout: patience },
      });
      outgoing.once('timeout', () => {
        lost('no answer: time-out');
      });
      outgoing.once('error', (error) => {
        clearTimeout(timer);
        lost(error.message);
      });
      outgoing.once('response', (response) => {
        read(response).then(resolve, reject);
      });
      outgoing.end(text);
    });
  }
}

async function read(response: IncomingMessage): Promise<HttpResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      [value ?? ''].flat().join(', '),
    ]),
  );
  return { status: response.statusCode ?? 0, headers, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
