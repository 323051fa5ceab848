/** What a question is about -> the resource, and how AWS calls it. Pure. */
import { KitError } from '../../errors.ts';
import { resourcesAt } from '../../template/places.ts';
import type { Resource } from '../../template/template.ts';
import { partsOf } from '../text/arn.ts';
import { kept } from '../text/kept.ts';
import type { Naming } from './naming.ts';

/** What is asked for, as AWS calls it. */
export interface Target {
  readonly arn: string;
  readonly source?: Resource;
}

export class Targets {
  private readonly sources: readonly Resource[];
  private readonly naming: Naming;
  private readonly known = new Map<string, Target>();

  constructor(sources: readonly Resource[], naming: Naming) {
    this.sources = sources;
    this.naming = naming;
  }

  /** @throws UnknownPlace, AmbiguousPlace */
  called(on: string, action: string): Target {
    return kept(this.known, `${action.split(':')[0] ?? ''} ${on}`, () => this.found(on, action));
  }

  private found(on: string, action: string): Target {
    if (on === '*') return { arn: on };
    const service = action.split(':')[0]?.toLowerCase() ?? '';
    if (on.startsWith('arn:')) return this.targetWithArn(on, service);
    for (const [place, path] of placesIn(on)) {
      const found = this.resourceCalled(place, service);
      if (found !== undefined) return { source: found.source, arn: `${found.arn}${path}` };
    }
    throw new KitError('UnknownPlace', `no resource with an ARN is called '${on}'`, {
      next: 'name a resource of the template, LogicalId/path for something in it, or an ARN',
    });
  }

  private targetWithArn(arn: string, service: string): Target {
    const source = this.sources.find((each) => {
      const own = this.naming.arnOf(each, service);
      return own !== undefined && (arn === own || arn.startsWith(`${own}/`));
    });
    return { arn, ...(source === undefined ? {} : { source }) };
  }

  /** Of several with this name the one of the action's service. */
  private resourceCalled(place: string, service: string): Required<Target> | undefined {
    const found = resourcesAt(this.sources, place).flatMap((source) => {
      const arn = this.naming.arnOf(source, service);
      return arn === undefined ? [] : [{ source, arn }];
    });
    const own = found.filter(({ arn }) => partsOf(arn)[2] === service);
    const [only, ...more] = own.length > 0 ? own : found;
    if (more.length === 0) return only;
    const names = found.map(({ source }) => source.path).join(', ');
    throw new KitError('AmbiguousPlace', `'${place}' means ${names}`, {
      next: 'name more of the path',
    });
  }
}

/** `A/b/c` -> the place and what comes after it, the longest place first. */
function placesIn(text: string): readonly (readonly [place: string, path: string])[] {
  const parts = text.split('/');
  return parts.map((_, index) => {
    const cut = parts.length - index;
    const rest = parts.slice(cut).join('/');
    return [parts.slice(0, cut).join('/'), rest === '' && cut === parts.length ? '' : `/${rest}`];
  });
}
