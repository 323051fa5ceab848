import type { App } from 'aws-cdk-lib';
import {
  CfnInstance,
  CfnNetworkAcl,
  CfnNetworkAclEntry,
  CfnSecurityGroup,
  CfnSecurityGroupIngress,
} from 'aws-cdk-lib/aws-ec2';
import type { CounterExample, Experiment } from '../../lib/lab.ts';
import { forget, resource } from '../../lib/mistakes.ts';
import { entry } from './acls.ts';
import type { Stage } from './lab.ts';
import { blocks } from './plan.ts';

export const experiments: readonly Experiment<Stage>[] = [
  {
    id: 'no-ephemeral-out',
    says: 'WebNacl: the outbound entry 100, tcp/1024-65535 to 0.0.0.0/0, is gone',
    stage: 'two-filters',
    fails: ['web-answers-everyone-else', 'group-as-source', 'reply-needs-an-acl-rule'],
    alsoFails: { 'reply-needs-no-group-rule': 'the group lets the answer go, the ACL does not' },
    lesson:
      'Requests arrive and answers die. A flow log shows one ACCEPT in and one REJECT out: that pair always means the ACL.',
    mistake: (app) => {
      forget(app, 'WebNacl/Out100');
    },
  },
  {
    id: 'narrow-ephemeral',
    says: 'WebNacl out 100: tcp/1024-65535 -> tcp/49152-65535',
    stage: 'two-filters',
    fails: ['web-answers-everyone-else'],
    alsoFails: {
      'group-as-source': 'the same entry let 8080 out to App',
      'reply-needs-no-group-rule': 'most clients ask from a port below 49152',
      'reply-needs-an-acl-rule': 'the entry lets only part of the answers out',
    },
    lesson:
      'It works for Windows and fails for Linux: "works on my machine" can be a range of ports.',
    mistake: (app) => {
      resource(app, 'WebNacl/Out100', CfnNetworkAclEntry).portRange = { from: 49_152, to: 65_535 };
    },
  },
  {
    id: 'deny-after-allow',
    says: 'WebNacl: the deny of the one address has number 130 instead of 90',
    stage: 'two-filters',
    fails: ['one-address-is-shut-out'],
    lesson: 'The first match decides, lower numbers first: a deny after the allow is never read.',
    mistake: (app) => {
      resource(app, 'WebNacl/In90', CfnNetworkAclEntry).ruleNumber = 130;
    },
  },
  {
    id: 'empty-custom-acl',
    says: 'AppNacl has no entries',
    stage: 'two-filters',
    fails: ['group-as-source'],
    lesson: 'A new custom ACL denies everything; the default one allows everything.',
    mistake: (app) => {
      forget(app, 'AppNacl/In100', 'AppNacl/Out100', 'AppNacl/Out110');
    },
  },
  {
    id: 'address-instead-of-group',
    says: 'AppSg admits 10.30.0.10/32, the address that Web had; since then Web was replaced and has 10.30.0.11',
    stage: 'two-filters',
    fails: ['group-as-source'],
    alsoFails: { 'default-acl-allows-all': 'it asks the same of the groups' },
    lesson: 'A rule that names a group outlives the addresses of its members.',
    mistake: (app) => {
      const rule = resource(app, 'AppSg/In8080', CfnSecurityGroupIngress);
      rule.sourceSecurityGroupId = undefined;
      rule.cidrIp = '10.30.0.10/32';
      const web = resource(app, 'Web', CfnInstance);
      const [first] = web.networkInterfaces as readonly CfnInstance.NetworkInterfaceProperty[];
      web.networkInterfaces = [{ deviceIndex: '0', ...first, privateIpAddress: '10.30.0.11' }];
    },
  },
  {
    id: 'server-stopped',
    says: 'The web app on port 80 has ended',
    stage: 'two-filters',
    fails: ['web-answers-everyone-else'],
    alsoFails: { 'reply-needs-no-group-rule': 'there is no answer to come back' },
    lesson:
      'Refused, not timed out. Timeout: look at filters and routes. Refused: the packet arrived, look at the process.',
    disturb: { kind: 'stop', of: 'Web', process: 'web-80' },
  },
  {
    id: 'rule-removed-under-load',
    says: 'The entry that admits port 80 is taken out of WebNacl while clients download',
    stage: 'two-filters',
    fails: ['web-answers-everyone-else'],
    alsoFails: {
      'reply-needs-no-group-rule': 'the request no longer gets in',
      'reply-needs-an-acl-rule': 'there is no answer to come back',
    },
    lesson:
      'The ACL cuts a running transfer at once. Take the rule out of WebSg instead and the transfer goes on, because it is tracked; only new connections fail.',
    disturb: { kind: 'stop', of: 'WebNacl/In100' },
  },
];

export const counterExamples: readonly CounterExample<Stage>[] = [
  {
    id: 'port-80-closed',
    stage: 'two-filters',
    fails: ['reply-needs-no-group-rule'],
    alsoFails: {
      'web-answers-everyone-else': 'nobody is let in',
      'reply-needs-an-acl-rule': 'there is no answer to come back',
      'default-acl-allows-all': 'it asks the same of the groups',
    },
    mistake: (app) => {
      forget(app, 'WebSg/In80');
    },
  },
  {
    id: 'port-8081-admitted',
    stage: 'two-filters',
    fails: ['closed-door-is-silent', 'default-acl-allows-all'],
    mistake: (app) => {
      new CfnSecurityGroupIngress(resource(app, 'WebSg', CfnSecurityGroup), 'In8081', {
        groupId: resource(app, 'WebSg', CfnSecurityGroup).attrGroupId,
        ...{ ipProtocol: 'tcp', fromPort: 8081, toPort: 8081, cidrIp: '0.0.0.0/0' },
      });
    },
  },
  {
    id: 'admin-door-shut',
    stage: 'two-filters',
    fails: ['open-door-empty-room'],
    mistake: (app) => {
      forget(app, 'WebNacl/In110');
    },
  },
  {
    id: 'neighbour-not-admitted',
    stage: 'two-filters',
    fails: ['acl-ignores-neighbours'],
    alsoFails: { 'default-acl-allows-all': 'it asks the same of the groups' },
    mistake: (app) => {
      forget(app, 'WebSg/In443FromTool');
    },
  },
  {
    // Two entries, one for each way: the ACLs forget, so both have to be told.
    id: 'next-door-admitted',
    stage: 'two-filters',
    fails: ['acl-stops-the-other-subnet'],
    mistake: (app) => {
      admitAnswers(app);
      entry(resource(app, 'WebNacl', CfnNetworkAcl), 'In115', {
        ...{ allow: blocks.app, ports: [443, 443] },
      });
    },
  },
];

function admitAnswers(app: App): void {
  entry(resource(app, 'AppNacl', CfnNetworkAcl), 'In110', {
    ...{ allow: blocks.web, ports: [1024, 65_535] },
  });
}
