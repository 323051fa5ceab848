/** A rule set that is too much for one message of an ordinary user. */
import { execFileSync } from 'node:child_process';
import { Kernel } from '../../../../../lib/targets/packets/kernel/kernel.ts';
import { inside } from '../../../../../lib/targets/packets/kernel/namespaces.ts';
import { tell } from './plans.ts';

const numbers = Array.from({ length: 300 }, (_, index) => index);
const chains = numbers.map((number) => {
  const rules = [22, 80, 443].map(
    (port) =>
      `    ip saddr 10.0.${number % 250}.0/24 tcp dport ${port} counter return comment "${number}: ${port}"`,
  );
  return `  chain sg_${number} {\n${rules.join('\n')}\n    drop\n  }`;
});
const elements = numbers.map((number) => `"host${number}" : jump sg_${number}`);
const ruleset = `table inet lab {
  map sg_of { type ifname : verdict; elements = { ${elements.join(', ')} }; }
${chains.join('\n')}
  chain fw_all {
    type filter hook forward priority 0; policy accept;
    iifname vmap @sg_of
  }
}
`;
const kernel = new Kernel();
const node = { name: 'router', settings: {}, addresses: [], routes: [], rules: [], ruleset };
await kernel.apply({ nodes: [node], links: [] });
const list = (): string => execFileSync('nft', ['list', 'ruleset'], { maxBuffer: 1e8 }).toString();
const listed = inside(kernel.namespaceOf('router'), list);
tell({
  rules: listed.match(/comment "/g)?.length,
  elements: listed.match(/"host\d+" : jump sg_/g)?.length,
  end: /chain fw_all \{[^}]*\}/.exec(listed)?.[0].replace(/\s+/g, ' '),
});
kernel.close();
