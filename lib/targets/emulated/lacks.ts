/** Why no API emulator has a capability, as a sentence. */
import type { Capability } from '../../capabilities.ts';

export function lacks(title: string, capability: Capability): string {
  const says = doesNot[capability] ?? `does not serve ${capability}`;
  return elsewhere[capability] ?? `${title} ${says}`;
}

const elsewhere: Partial<Record<Capability, string>> = {
  fact: 'read from the template on model; here a template proves nothing',
  facts: 'read from the template on model; here a template proves nothing',
  may: 'an emulator is asked by calls, not by questions about policies',
};

const doesNot: Partial<Record<Capability, string>> = {
  reach: 'routes no packets',
  connect: 'routes no packets',
  resolve: 'answers no questions about names',
  during: 'lets nothing of a lab fail while it runs',
};
