import { CfnOutput, Stack, type App } from 'aws-cdk-lib';
import type { CfnEIP } from 'aws-cdk-lib/aws-ec2';
import { KitError } from '../../lib/errors.ts';
import type { Given } from '../../lib/lab.ts';
import { createEdge } from './edge.ts';
import type { Parameter, Stage } from './lab.ts';
import { createNames, type NamesProps } from './names.ts';
import { createNetwork } from './network.ts';
import { watchEdge, watchPrimary } from './operations.ts';
import { createBackup, type Backup } from './spare.ts';
import { createWeb } from './web.ts';

type Choice = Given<Stage, Parameter>;

export function build(app: App, given: Choice): void {
  new SiteFailoverStack(app, given);
}

class SiteFailoverStack extends Stack {
  private readonly isProduction: boolean;

  constructor(app: App, given: Choice) {
    super(app, 'SiteFailover');
    const isProduction = given.parameter('variant') === 'production';
    this.isProduction = isProduction;
    const zoneName = `${twelveDigits(given.parameter('labId'))}.failover.internal`;
    const site = `site.${zoneName}`;

    const vpc = createNetwork(this, isProduction);
    const address = createWeb(this, vpc, isProduction);
    if (!given.has('dns-failover')) {
      this.answerByName({ zoneName, site, address, hasSpare: false });
      return;
    }
    const isPrivate = given.has('edge-failover');
    const backup = createBackup(this, { site, isPrivate, isProduction });
    // Asked at every request, the edge needs neither the zone nor the health check: both go.
    if (isPrivate) this.answerAtEdge(address, backup);
    else {
      this.answerByName({ zoneName, site, address, hasSpare: true });
      this.tell('BackupName', backup.bucket.bucketWebsiteDomainName);
      this.tell('BackupUrl', backup.bucket.bucketWebsiteUrl);
    }
  }

  private answerByName(names: Omit<NamesProps, 'isProduction'>): void {
    const { check } = createNames(this, { ...names, isProduction: this.isProduction });
    if (this.isProduction && check !== undefined) watchPrimary(this, check.ref);
    this.tell('SiteName', names.site);
    this.tell('SiteUrl', `http://${names.site}`);
  }

  private answerAtEdge(address: CfnEIP, backup: Backup): void {
    const edge = createEdge(this, { address, backup, isProduction: this.isProduction });
    if (this.isProduction) watchEdge(this, edge.attrId);
    const bucket = backup.bucket.bucketRegionalDomainName;
    this.tell('SiteName', edge.attrDomainName);
    this.tell('SiteUrl', `https://${edge.attrDomainName}`);
    this.tell('BackupName', bucket);
    this.tell('BackupUrl', `https://${bucket}`);
  }

  private tell(id: string, value: string): void {
    new CfnOutput(this, id, { value });
  }
}

/** A bucket's name is taken for the whole world: the digits keep two labs apart. */
function twelveDigits(labId: string): string {
  if (/^\d{12}$/.test(labId)) return labId;
  throw new KitError('BadParameter', `labId is '${labId}', not twelve digits`, {
    next: 'give the id of the account: -c labId=123456789012',
  });
}
