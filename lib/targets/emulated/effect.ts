/** What of a template is seen in what an emulator does. Pure. */
import type { StackFile } from '../../template/read.ts';
import type { RawResource } from '../../template/template.ts';
import type { Provisions } from './adapter.ts';
import { droppedOf, isNetwork, preflight, type Fit } from './preflight.ts';
import { leaveOut } from './projection.ts';

/** By stack, without the network, which carries nothing there, and without properties that are dropped; for comparison. */
export function effectOf(stacks: readonly StackFile[], provisions: Provisions, fit: Fit): unknown {
  const made = preflight(stacks, provisions, fit).stacks;
  const { projected } = leaveOut(
    made.map(({ name, raw }) => ({ stack: name, file: name, raw })),
    {
      isLeftOut: ({ Type }) => isNetwork(Type),
      requiredOf: (type) => provisions.get(type)?.required ?? [],
    },
  );
  return projected.map(({ stack, raw: { Resources = {} } }) => [
    stack,
    Object.entries(Resources).map(([id, each]) => [id, effective(each)]),
  ]);

  /** Metadata are for readers. */
  function effective({ Metadata: _, ...resource }: RawResource): unknown {
    const dropped = droppedOf(resource, provisions, fit.isCompleted);
    const properties = Object.entries(resource.Properties ?? {});
    return {
      ...resource,
      Properties: Object.fromEntries(properties.filter(([name]) => !dropped.includes(name))),
    };
  }
}
