/** Where places and outputs of a lab answer HTTP on the real AWS. */
import type { Place } from '../../../capabilities.ts';
import { Unavailable } from '../../../errors.ts';
import { parsePlaceholder } from '../../../template/placeholder.ts';
import { resourcesAt } from '../../../template/places.ts';
import { deployedAt, type Deployed } from '../../api/deployed.ts';
import type { Address } from '../../api/request.ts';
import { balancerName } from './connect.ts';
import type { LiveLab } from './live-lab.ts';
import type { Names } from './resolve.ts';

type Finding = (lab: LiveLab, found: Deployed) => Promise<string>;

/** By type of the resource; see each service's page on its endpoints. */
const findings: Readonly<Record<string, Finding>> = {
  'AWS::ApiGateway::RestApi': (lab, api) =>
    Promise.resolve(`${executeApi(lab, api)}/${stageOf(lab, api, 'RestApiId')}`),
  'AWS::ApiGatewayV2::Api': (lab, api) => {
    const stage = stageOf(lab, api, 'ApiId');
    return Promise.resolve(`${executeApi(lab, api)}${stage === '$default' ? '' : `/${stage}`}`);
  },
  'AWS::Lambda::Function': (lab, found) => functionUrl(lab, found.physicalId),
  // What Ref gives of a URL is the ARN of its function.
  'AWS::Lambda::Url': (lab, found) => functionUrl(lab, found.physicalId),
  'AWS::S3::Bucket': ({ sandbox }, { physicalId }) =>
    Promise.resolve(
      // The certificate holds for one label before `s3`.
      physicalId.includes('.')
        ? `https://s3.${sandbox.region}.amazonaws.com/${physicalId}`
        : `https://${physicalId}.s3.${sandbox.region}.amazonaws.com`,
    ),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': async (lab, balancer) =>
    `${balancerScheme(lab, balancer)}${await balancerName(lab, balancer.path)}`,
};

/**
 * Asks AWS where it must. A name of the lab's own zones is looked up at its name servers, and kept as long as its time
 * to live says: whoever visits it does the same.
 */
export class Addresses {
  private readonly lab: LiveLab;
  private readonly names: Names;
  private readonly known = new Map<Place, { readonly address: Address; readonly until: number }>();

  constructor(lab: LiveLab, names: Names) {
    this.lab = lab;
    this.names = names;
  }

  /** @throws Unavailable where it answers no HTTP, AmbiguousPlace */
  async find(name: Place): Promise<Address> {
    const known = this.known.get(name);
    if (known !== undefined && this.lab.clock.now() < known.until) return known.address;
    const found = await this.look(name);
    this.known.set(name, found);
    return found.address;
  }

  /** What was found last. */
  found(name: Place): Address {
    const known = this.known.get(name);
    if (known === undefined) throw new Unavailable(`${name} was not looked for`);
    return known.address;
  }

  private async look(name: Place): Promise<{ address: Address; until: number }> {
    const output = this.lab.outputs[name];
    if (output === undefined)
      return { address: { url: await this.ofPlace(name) }, until: Infinity };
    if (!/^https?:/.test(output) || !URL.canParse(output))
      throw new Unavailable(`${name} is no URL: ${output}`);
    return this.ofUrl(new URL(output));
  }

  private async ofUrl(url: URL): Promise<{ address: Address; until: number }> {
    const text = url.href.replace(/\/$/, '');
    const isOfLab = (await this.names.zoneOf(url.hostname)) !== undefined;
    if (!isOfLab || url.protocol === 'https:') return { address: { url: text }, until: Infinity };
    const { chances, ttlSeconds = 0 } = await this.names.lookUp(url.hostname);
    const address = chances[0]?.records[0];
    if (address === undefined) throw new Error(`${url.hostname} has no address`);
    const { host } = url;
    const until = this.lab.clock.now() + ttlSeconds * 1000;
    return { address: { url: text.replace(url.hostname, address), host }, until };
  }

  private ofPlace(place: Place): Promise<string> {
    const { deployed } = this.lab;
    const answering = resourcesAt(deployed, place).filter(({ type }) => type in findings);
    const found = deployedAt(answering.length > 0 ? answering : deployed, place);
    const finding = findings[found.type];
    if (finding === undefined)
      throw new Unavailable(`${place} answers no HTTP on AWS: ${found.type}`);
    return finding(this.lab, found);
  }
}

function executeApi({ sandbox }: LiveLab, { physicalId }: Deployed): string {
  return `https://${physicalId}.execute-api.${sandbox.region}.amazonaws.com`;
}

/** @throws Unavailable where the API is not deployed to any stage */
function stageOf({ deployed }: LiveLab, api: Deployed, property: string): string {
  const stage = deployed.find(
    ({ type, properties }) => type.endsWith('::Stage') && isOf(properties[property], api),
  );
  if (stage === undefined) throw new Unavailable(`${api.path} has no stage`);
  return String(stage.properties['StageName']);
}

function isOf(value: unknown, { logicalId }: Deployed): boolean {
  return typeof value === 'string' && parsePlaceholder(value)?.logicalId === logicalId;
}

async function functionUrl({ client }: LiveLab, FunctionName: string): Promise<string> {
  const { FunctionUrl } = await client.send('lambda', 'GetFunctionUrlConfig', { FunctionName });
  return String(FunctionUrl).replace(/\/$/, '');
}

/** As a visitor types it: without TLS where it listens so. */
function balancerScheme({ deployed }: LiveLab, balancer: Deployed): string {
  const protocols = deployed
    .filter(
      ({ type, properties }) =>
        type === 'AWS::ElasticLoadBalancingV2::Listener' &&
        isOf(properties['LoadBalancerArn'], balancer),
    )
    .map(({ properties }) => properties['Protocol']);
  return protocols.includes('HTTP') ? 'http://' : 'https://';
}
