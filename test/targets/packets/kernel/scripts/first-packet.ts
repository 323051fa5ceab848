/** The first packets after a plan has been applied: nothing sends them again. */
import type { Probe } from '../../../../../lib/targets/packets/kernel/sockets/probe.ts';
import { Kernel } from '../../../../../lib/targets/packets/kernel/kernel.ts';
import { Sockets } from '../../../../../lib/targets/packets/kernel/sockets/sockets.ts';
import { line, tell } from './plans.ts';

const echoes = ['10.0.2.2', 'fd00:2::2'].map((to): Probe => ({
  from: 'left',
  protocol: 'icmp',
  to,
}));
const lost: Probe[] = [];
for (let round = 0; round < 30; round += 1) {
  const kernel = new Kernel();
  await kernel.apply(line());
  const sockets = new Sockets((node) => kernel.namespaceOf(node));
  const answers = await sockets.probe(echoes, 500);
  lost.push(...echoes.filter((_, index) => answers[index]?.outcome !== 'open'));
  sockets.close();
  kernel.close();
}
tell(lost);
