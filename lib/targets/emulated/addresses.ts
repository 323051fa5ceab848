/** Where a place or an output of a lab answers HTTP on an emulator. */
import { Unavailable } from '../../errors.ts';
import { resourcesAt } from '../../template/places.ts';
import { deployedAt, type Deployed } from '../api/deployed.ts';
import type { Address } from '../api/request.ts';
import type { EmulatorAdapter } from './adapter.ts';

interface Served {
  readonly deployed: readonly Deployed[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly endpoint: string;
}

/** @throws Unavailable where it is not there or answers none, AmbiguousPlace */
export function addressIn(
  adapter: Pick<EmulatorAdapter, 'title' | 'addressOf' | 'addressFor'>,
  { deployed, outputs, endpoint }: Served,
  name: string,
): Address {
  const address = outputs[name] === undefined ? ofPlace() : ofOutput(outputs[name]);
  if (address === undefined) throw new Unavailable(`${name} answers no HTTP on ${adapter.title}`);
  return address;

  function ofOutput(value: string): Address | undefined {
    return URL.canParse(value) ? adapter.addressFor(new URL(value), deployed, endpoint) : undefined;
  }
  function ofPlace(): Address | undefined {
    const addressOf = (each: Deployed): Address | undefined =>
      adapter.addressOf(each, deployed, endpoint);
    const answering = resourcesAt(deployed, name).filter((each) => addressOf(each) !== undefined);
    return addressOf(deployedAt(answering.length > 0 ? answering : deployed, name));
  }
}

/** As both emulators serve it: a REST API under its stage, a bucket at its REST endpoint. */
export function localAddress(
  resource: Deployed,
  all: readonly Deployed[],
  endpoint: string,
): Address | undefined {
  if (resource.type === 'AWS::S3::Bucket') return { url: `${endpoint}/${resource.physicalId}` };
  if (resource.type !== 'AWS::ApiGateway::RestApi') return undefined;
  const stage = all.find(
    ({ type, properties }) =>
      type === 'AWS::ApiGateway::Stage' && properties['RestApiId'] === `\${${resource.logicalId}}`,
  );
  if (stage === undefined) return undefined;
  const name = String(stage.properties['StageName']);
  return { url: `${endpoint}/_aws/execute-api/${resource.physicalId}/${name}` };
}
