/** Every arrow of a picture leads from a box to a box, whatever the template only names. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Picture } from '../../lib/review/picture/picture.ts';
import { openTemplates } from '../../lib/template/open.ts';
import { resolveStack } from '../../lib/template/read.ts';
import type { RawTemplate, Resource } from '../../lib/template/template.ts';
import { root } from '../../lib/root.ts';
import { boxless, drawn } from '../support/drawn.ts';
import { hostile, manyServices, networkElsewhere, twoVpcs } from './templates.ts';

const resourcesOf = (raw: RawTemplate): readonly Resource[] =>
  resolveStack({ stack: 'S', file: 's.json', raw }).resources;

interface Named {
  readonly name: string;
  readonly resources: readonly Resource[];
}

/** The tables of facts and of cases, of which each has a template of its own. */
function inTables(folder: string): readonly Named[] {
  return readdirSync(join(root, folder))
    .filter((each) => each.endsWith('.json'))
    .flatMap((file) => {
      const rows = JSON.parse(readFileSync(join(root, folder, file), 'utf8')) as readonly {
        readonly says: string;
        readonly template: RawTemplate;
      }[];
      return rows.map(({ says, template }) => ({
        ...{ name: `${file}: ${says}`, resources: resourcesOf(template) },
      }));
    });
}

function inFolder(folder: string): readonly Named[] {
  return readdirSync(join(root, folder))
    .filter((file) => !file.includes('assume'))
    .map((name) => ({ name, resources: openTemplates(join(root, folder, name)).resources }));
}

/** As if every subnet, or the VPC too, stood in another stack. */
function imported(resources: readonly Resource[], gone?: RegExp): readonly Resource[] {
  return resources.filter(({ type }) => gone?.test(type) !== true);
}

const written: readonly Named[] = [
  ...inTables('test/network/facts'),
  ...inTables('test/rules/cases'),
  ...inFolder('test/network/ask/templates'),
  ...Object.entries({ hostile, manyServices, networkElsewhere, twoVpcs }).map(([name, raw]) => ({
    ...{ name, resources: resourcesOf(raw as RawTemplate) },
  })),
];

test.each([
  { of: 'as they are written', gone: undefined },
  { of: 'whose subnets are in another stack', gone: /^AWS::EC2::Subnet$/ },
  {
    of: 'whose network and groups are in another stack',
    gone: /^AWS::EC2::(VPC|Subnet|SecurityGroup)$/,
  },
])('in pictures of templates $of no arrow leads to a box that is not drawn', ({ gone }) => {
  expect(written.length).toBeGreaterThan(200);
  const moved = written.filter(
    ({ resources }) => gone === undefined || resources.some(({ type }) => gone.test(type)),
  );
  const loose = moved.flatMap(({ name, resources }) => {
    const found = boxless(drawn(imported(resources, gone)));
    return found.length === 0 ? [] : [{ name, found }];
  });
  expect(loose).toEqual([]);
});

function framesOf({ vpcs }: Picture): readonly string[] {
  return vpcs.map(({ name, blocks, tiers }) =>
    [`${name} ${blocks}:`, ...tiers.flatMap(({ boxes }) => boxes.map((box) => box.name))].join(' '),
  );
}

test('what stands in subnets that are parameters is drawn in the VPC of its groups', () => {
  const picture = drawn(resourcesOf(networkElsewhere));
  expect(framesOf(picture)).toEqual(['Vpc (not in the template): Host Database']);
  const [first] = picture.vpcs[0]?.tiers.flatMap(({ subnets }) => subnets) ?? [];
  expect(first).toMatchObject({ block: 'not in the template', routes: null, isPublic: null });
});

test('subnets that are only named, and hold something in common, stand side by side', () => {
  const group = { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' } } };
  const at = (...names: readonly string[]) => names.map((each) => `subnet-${each}`);
  const function_ = (SubnetIds: readonly string[]) => ({
    Type: 'AWS::Lambda::Function',
    Properties: { VpcConfig: { SubnetIds, SecurityGroupIds: [{ Ref: 'Group' }] } },
  });
  const [vpc] = drawn(
    resourcesOf({
      Resources: { Group: group, A: function_(at('1', '2')), B: function_(at('3')) },
    }),
  ).vpcs;
  expect(vpc?.zones).toEqual(['a zone', 'a zone']);
  expect(vpc?.tiers.map(({ boxes }) => boxes.map(({ name, zones }) => [name, zones]))).toEqual([
    [['A', [0, 1]]],
    [['B', [0]]],
  ]);
});

test('what names no subnet is drawn in the default VPC of the account', () => {
  const Host = { Type: 'AWS::EC2::Instance', Properties: { ImageId: 'ami-1' } };
  expect(framesOf(drawn(resourcesOf({ Resources: { Host } })))).toEqual([
    'the default VPC of the account (not in the template): Host',
  ]);
});

test('a gateway endpoint is drawn in its VPC, also where that is a parameter', () => {
  const Endpoint = {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.us-east-1.s3' },
  };
  const { vpcs } = drawn(resourcesOf({ Resources: { Endpoint } }));
  expect(vpcs.map(({ gates }) => gates.map(({ name }) => name))).toEqual([['Endpoint']]);
});
