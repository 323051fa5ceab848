/** Every resource, by service. Pure. */
import type { Resource } from '../template/template.ts';
import type { Service } from './report.ts';
import { standing } from './standing.ts';

/** Says how a template was made. */
const bookkeeping = 'AWS::CDK::Metadata';

export function inventoryOf(resources: readonly Resource[]): readonly Service[] {
  const byService = new Map<string, Resource[]>();
  for (const resource of resources.filter(({ type }) => type !== bookkeeping)) {
    const service = serviceOf(resource.type);
    byService.set(service, [...(byService.get(service) ?? []), resource]);
  }
  return [...byService]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, all]) => ({ name, resources: all.map(standing) }));
}

/** `AWS::EC2::VPC` -> `EC2`; what is no type of AWS's is custom. */
function serviceOf(type: string): string {
  return /^AWS::(\w+)::/.exec(type)?.[1] ?? 'Custom';
}
