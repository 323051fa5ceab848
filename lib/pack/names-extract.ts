/** What `lib/assertions/names-data.ts` reads, in one piece: the descriptions, which are most of it, are left out. */
import {
  awsNames,
  serviceNames,
  type AwsNames,
  type ServiceNames,
} from '../assertions/names-data.ts';

interface NamesExtract {
  readonly names: AwsNames;
  /** By prefix. */
  readonly services: Readonly<Record<string, ServiceNames>>;
}

export function namesExtract(): NamesExtract {
  const names = awsNames();
  const services = names.prefixes.map((prefix) => [prefix, serviceNames(prefix)] as const);
  return { names, services: Object.fromEntries(services) };
}
