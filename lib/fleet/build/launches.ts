/** What instances are launched with: an instance's own properties, a launch template's, a launch configuration's. */
import { launchOf } from '../../network/build/ends/launch.ts';
import { Declared, textOf, type Sources } from '../../network/build/source.ts';
import { at, isOpen, listOf, mapOf, type Values } from '../../network/build/values.ts';
import type { Instance, Launch, MetadataOptions } from '../fleet.ts';
import type { FleetSource, Given } from './given.ts';
import { userDataOf } from './user-data.ts';
import { Written } from './written.ts';

/** Properties, each with the resource in which it is written. */
interface Layer {
  readonly from: Declared;
  readonly values: Values;
}

export class Launches {
  private readonly sources: Sources;
  private readonly given: Given;
  private readonly choices: ReadonlyMap<string, FleetSource['choices']>;

  constructor(sources: Sources, resources: readonly FleetSource[], given: Given) {
    this.sources = sources;
    this.given = given;
    this.choices = new Map(
      resources.map((each) => [`${each.stack}/${each.logicalId}`, each.choices]),
    );
  }

  /**
   * What the instance states itself overrides the same parameter in the launch template.
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-instance.html#cfn-ec2-instance-launchtemplate
   */
  instances(): readonly Instance[] {
    return this.sources.ofType('AWS::EC2::Instance').map((instance) => {
      const { from, data } = launchOf(instance);
      const own = { from: instance, values: instance.properties };
      return { id: instance.id, launch: this.launch([own, { from, values: data }]) };
    });
  }

  /**
   * Of overrides the first: with the allocation strategy `prioritized` it is the first that AWS tries.
   * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LaunchTemplate.html
   */
  ofGroup(group: Declared): Launch {
    const path = 'MixedInstancesPolicy.LaunchTemplate.Overrides';
    const [override = {}] = listOf(at(group.properties, path)).map(mapOf);
    const { from, data } = launchOf(withTemplate(group, override));
    const own: Values = { ...override, TagSpecifications: [spread(group)] };
    return this.launch([
      { from: group, values: own },
      { from, values: data },
    ]);
  }

  private launch(layers: readonly [Layer, Layer]): Launch {
    const first = (name: string): Layer =>
      layers.find(({ values }) => values[name] !== undefined) ?? layers[1];
    const value = (name: string): unknown => first(name).values[name];
    const imageId = this.imageOf(first('ImageId'));
    return {
      userData: userDataOf(value('UserData'), first('UserData').from, this.given),
      imageId,
      instanceType: typeOf(value('InstanceType'), value('InstanceRequirements')),
      role: roleOf(value('IamInstanceProfile'), first('IamInstanceProfile').from),
      metadata: metadataOf(layers, imageId),
      tags: Object.assign({}, ...[...layers].reverse().map(tagsOf)) as Launch['tags'],
    };
  }

  /** An image that a parameter of the Parameter Store names is told apart by that parameter. */
  private imageOf({ from, values }: Layer): string {
    const text = textOf(values['ImageId']);
    const [only, ...more] = this.choices.get(from.id)?.[text] ?? [];
    return only !== undefined && more.length === 0 ? textOf(only) : text;
  }
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html "Default: m1.small" */
function typeOf(type: unknown, requirements: unknown): string {
  if (type !== undefined) return textOf(type);
  return requirements === undefined ? 'm1.small' : 'any that meets InstanceRequirements';
}

/**
 * Each option by itself: as launched, else as the image says, else the default. The account's own defaults are not known.
 * Images of Amazon Linux 2023 say `imds-support` v2.0: a token is required and the hop limit is 2.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html#instance-metadata-options-order-of-precedence
 * @see https://docs.aws.amazon.com/linux/al2023/ug/imdsv2.html
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceMetadataOptions.html "Default: 1", "the default state is optional"
 */
function metadataOf([own, below]: readonly [Layer, Layer], image: string): MetadataOptions {
  const options = (layer: Layer): Values => mapOf(layer.values['MetadataOptions']);
  const written = new Written({ ...options(below), ...options(own) });
  const isV2 = /al2023|amazon-?linux-?2023/i.test(image);
  return {
    isEnabled: written.text('HttpEndpoint', 'enabled') !== 'disabled',
    tokens: written.word(
      'HttpTokens',
      ['required', 'optional'] as const,
      isV2 ? 'required' : 'optional',
    ),
    hopLimit: written.number('HttpPutResponseHopLimit', isV2 ? 2 : 1),
  };
}

/** The role in the profile; a profile that stands elsewhere has, as a rule, the name of its role. */
function roleOf(profile: unknown, from: Declared): string | undefined {
  const { Arn: arn, Name: name } = mapOf(profile);
  const named = textOf(typeof profile === 'string' ? profile : (arn ?? name));
  if (named === '') return undefined;
  const found = from.find(named) ?? profileCalled(named, from);
  if (found === undefined) return named.split('/').at(-1);
  const [role] = listOf(found.properties['Roles']);
  return role === undefined ? undefined : found.refer(role);
}

function profileCalled(name: string, { sources }: Declared): Declared | undefined {
  return sources
    .ofType('AWS::IAM::InstanceProfile')
    .find(({ properties }) => properties['InstanceProfileName'] === name && !isOpen(name));
}

function tagsOf({ values }: Layer): Readonly<Record<string, string>> {
  const specified = listOf(values['TagSpecifications'])
    .map(mapOf)
    .filter((each) => each['ResourceType'] === 'instance')
    .flatMap((each) => listOf(each['Tags']));
  const pairs = [...specified, ...listOf(values['Tags'])]
    .map(mapOf)
    .map(({ Key, Value }) => [textOf(Key), textOf(Value)] as const);
  return Object.fromEntries(pairs);
}

/** The tags that an auto scaling group gives to its instances. */
function spread({ properties }: Declared): Values {
  const tags = listOf(properties['Tags'])
    .map(mapOf)
    .filter((each) => textOf(each['PropagateAtLaunch']) === 'true');
  return { ResourceType: 'instance', Tags: tags };
}

/** An override may name a launch template of its own. */
function withTemplate(group: Declared, override: Values): Declared {
  const own = override['LaunchTemplateSpecification'];
  if (own === undefined) return group;
  const { stack, logicalId, path, type, sources } = group;
  const properties = { LaunchTemplate: own };
  return new Declared({ stack, logicalId, path, type, properties }, sources);
}
