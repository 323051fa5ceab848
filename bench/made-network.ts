/** Networks made by chance, the same for the same number: every interface has groups of its own, every subnet its ACL. */

type Properties = Readonly<Record<string, unknown>>;
export type MadeTemplate = Readonly<
  Record<string, { readonly Type: string; readonly Properties: Properties }>
>;

/** A template with this many instances, 15 to a subnet, and a group for every ten. */
export function madeTemplate(instances: number): MadeTemplate {
  const chance = chances(instances);
  const subnets = Math.max(2, Math.ceil(instances / 15));
  const groups = Math.max(3, Math.ceil(instances / 10));
  const parts = [
    gateway,
    ...range(subnets).map((at) => subnetOf(at, chance)),
    ...range(groups).map((at) => groupOf(at, { groups, chance })),
    ...range(instances).map((at) => instanceOf(at, { subnets, groups, chance })),
  ];
  return Object.assign({}, ...parts) as MadeTemplate;
}

type Chance = (below: number) => number;

/** A number below the given one, again and again: numbers that look random (a linear congruence). */
function chances(seed: number): Chance {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, at) => at);
}

const vpc = { Ref: 'Vpc' };
const igw = { Ref: 'Igw' };

const gateway: MadeTemplate = {
  Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/8' } },
  Igw: { Type: 'AWS::EC2::InternetGateway', Properties: {} },
  Attach: {
    Type: 'AWS::EC2::VPCGatewayAttachment',
    Properties: { VpcId: vpc, InternetGatewayId: igw },
  },
  Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: vpc } },
  Out: {
    Type: 'AWS::EC2::Route',
    Properties: {
      RouteTableId: { Ref: 'Table' },
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: igw,
    },
  },
};

function subnetOf(at: number, chance: Chance): MadeTemplate {
  const acl = { Ref: `Acl${at}` };
  const subnet = { Ref: `Subnet${at}` };
  const entry = (number: number, isOut: boolean): MadeTemplate[string] => ({
    Type: 'AWS::EC2::NetworkAclEntry',
    Properties: {
      NetworkAclId: acl,
      RuleNumber: number,
      Egress: isOut,
      Protocol: -1,
      RuleAction: 'allow',
      CidrBlock: '0.0.0.0/0',
    },
  });
  const first = chance(60_000);
  return {
    [`Subnet${at}`]: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: vpc, CidrBlock: `10.${at >> 8}.${at & 255}.0/24` },
    },
    [`TableOf${at}`]: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: subnet, RouteTableId: { Ref: 'Table' } },
    },
    [`Acl${at}`]: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: vpc } },
    [`AclOf${at}`]: {
      Type: 'AWS::EC2::SubnetNetworkAclAssociation',
      Properties: { SubnetId: subnet, NetworkAclId: acl },
    },
    [`Denied${at}`]: {
      Type: 'AWS::EC2::NetworkAclEntry',
      Properties: {
        NetworkAclId: acl,
        RuleNumber: 90,
        Protocol: 6,
        RuleAction: 'deny',
        CidrBlock: `10.${chance(256)}.0.0/16`,
        PortRange: { From: first, To: first + chance(5000) },
      },
    },
    [`In${at}`]: entry(100, false),
    [`Out${at}`]: entry(100, true),
  };
}

interface Sizes {
  readonly groups: number;
  readonly chance: Chance;
}

/** Rules that name a group stand alone, as they have to where groups name each other. */
function groupOf(at: number, { groups, chance }: Sizes): MadeTemplate {
  const ports = (): Properties => {
    const first = chance(60_000);
    return { IpProtocol: 'tcp', FromPort: first, ToPort: first + chance(2000) };
  };
  const byBlock = (): Properties => ({
    ...ports(),
    CidrIp: `10.${chance(4)}.${chance(256)}.0/24`,
  });
  const byGroup = (number: number): MadeTemplate => ({
    [`Rule${at}x${number}`]: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        ...ports(),
        GroupId: { Ref: `Group${at}` },
        SourceSecurityGroupId: { Ref: `Group${chance(groups)}` },
      },
    },
  });
  const group = {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'made',
      VpcId: vpc,
      SecurityGroupIngress: [byBlock(), byBlock()],
    },
  };
  return { [`Group${at}`]: group, ...byGroup(1), ...byGroup(2) };
}

function instanceOf(
  at: number,
  { subnets, groups, chance }: Sizes & { readonly subnets: number },
): MadeTemplate {
  const own = new Set(range(3).map(() => chance(groups)));
  return {
    [`Host${at}`]: {
      Type: 'AWS::EC2::Instance',
      Properties: {
        SubnetId: { Ref: `Subnet${at % subnets}` },
        SecurityGroupIds: [...own].map((each) => ({ Ref: `Group${each}` })),
      },
    },
  };
}
