/** A target that has a public address of its own. */
import { balancedBy } from '../balanced.ts';
import { declaring } from '../network-parts.ts';
import type { Rule } from '../rule.ts';

export const noPublicIpBehindLb: Rule = {
  id: 'kit/no-public-ip-behind-lb',
  says: 'has a public address although it stands behind a load balancer',
  because:
    'Clients come by the load balancer: a second way in has to be guarded too, and each public address is billed by the hour.',
  source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html',
  breaches({ resources, network }) {
    const targets = balancedBy(network)
      .map(({ end }) => end)
      // A load balancer behind another one is a front of its own.
      .filter((end) => !network.balancers.has(end));
    const isPublic = (end: string): boolean =>
      (network.ends.get(end)?.interfaces ?? []).some(
        (each) => typeof network.interfaces.get(each)?.public4 === 'string',
      );
    return declaring(resources, targets.filter(isPublic));
  },
};
