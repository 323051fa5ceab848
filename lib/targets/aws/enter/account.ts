/** The door to the real AWS: nothing is asked of it beyond who calls, until account and region are known to be allowed. */
import { AwsRefusal } from '../../../capabilities.ts';
import { KitError } from '../../../errors.ts';
import { clientFor, type Client } from '../../api/client.ts';
import { scrubEnvironment } from '../../environment.ts';
import { callerCredentials, callerRegion } from './caller.ts';
import { configExample, readConfig, type LabConfig } from './config.ts';
import { endpointOf } from './endpoint.ts';
import { explainedFailure } from './failures.ts';
import type { Sandbox } from './sandbox.ts';

/** SDK's own count, the first try included: about ten seconds of throttling. */
const attempts = 6;
/** Who calls is told at once, and no other call of the kit is answered later than the poll of a queue, 20 s. */
const silenceMilliseconds = { door: 5000, inside: 30_000 };

/**
 * The sandbox in which labs may be made. Every refusal before the last two comes after at most one GetCallerIdentity.
 * @throws BadConfig, NoAccountAllowed, NoRegion, NoCredentials, CredentialsExpired, CredentialsRefused, AccountNotAllowed,
 * RegionNotAllowed, AliasUnknown, LooksLikeProduction, NotAws; Throttled or AwsUnreachable wherever AWS does not answer
 */
export async function enterSandbox(config: LabConfig = readConfig()): Promise<Sandbox> {
  refuseEmptyList(config);
  // What an SDK would find by itself is taken away, also here: the person's settings go where they are named.
  scrubEnvironment();
  const region = await callerRegion();
  const endpoint = endpointOf();
  const connection = {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...{ region, identity: await callerCredentials(), attempts },
  };
  const account = await accountOf(
    clientFor({ ...connection, silenceMilliseconds: silenceMilliseconds.door }),
  );
  const client = clientFor({ ...connection, silenceMilliseconds: silenceMilliseconds.inside });
  refuseElsewhere(config, { account, region });
  await refuseProduction(client, account);
  const playedBy = endpoint === undefined ? '' : `, played by ${endpoint}`;
  return {
    account,
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    title: `aws ${account} ${region}${playedBy}`,
    client,
  };
}

function refuseEmptyList({ file, allow }: LabConfig): void {
  if (allow.length > 0) return;
  throw new KitError('NoAccountAllowed', `no account is allowed: ${file} has none on its list`, {
    next: `write ${file}, for example: ${configExample} (docs/sandbox.md)`,
  });
}

/** Who calls; the one question that needs no permission. */
async function accountOf(client: Client): Promise<string> {
  try {
    const { Account } = await client.send('sts', 'GetCallerIdentity', {});
    if (/^\d{12}$/.test(String(Account))) return String(Account);
    throw new KitError(
      'NotAws',
      `what answers as ${client.connection.endpoint ?? 'AWS'} is not AWS: asked who calls, it names no account`,
      { next: 'look at AWS_ENDPOINT_URL and the proxy' },
    );
  } catch (error) {
    throw explainedFailure(error, 'sts GetCallerIdentity');
  }
}

function refuseElsewhere(
  { file, allow }: LabConfig,
  { account, region }: Pick<Sandbox, 'account' | 'region'>,
): void {
  const allowed = allow.filter((each) => each.account === account);
  if (allowed.length === 0)
    throw new KitError('AccountNotAllowed', `account ${account} is not on the list of ${file}`, {
      next: `allowed are: ${allow.map((each) => each.account).join(', ')}; choose credentials of one, for example AWS_PROFILE=sandbox`,
    });
  const regions = allowed.flatMap((each) => each.regions);
  if (!regions.includes(region))
    throw new KitError(
      'RegionNotAllowed',
      `region ${region} of account ${account} is not on the list of ${file}`,
      {
        next:
          regions.length === 0
            ? `name a region in ${file}`
            : `AWS_REGION=${regions[0] ?? ''} is allowed`,
      },
    );
}

const productionWords = ['prod', 'prd', 'production', 'live'];

/** An allow-list can be wrong by one digit; the name that people gave the account rarely is. */
async function refuseProduction(client: Client, account: string): Promise<void> {
  const aliases = await aliasesOf(client, account);
  const found = aliases.find((alias) =>
    alias.split(/[^a-z]+/i).some((word) => productionWords.includes(word.toLowerCase())),
  );
  if (found !== undefined)
    throw new KitError(
      'LooksLikeProduction',
      `account ${account} is called '${found}', which looks like production`,
      { next: 'labs are made in sandbox accounts only; choose credentials of another account' },
    );
}

/** An account whose name cannot be read is refused: nothing else says what it is for. */
async function aliasesOf(client: Client, account: string): Promise<readonly string[]> {
  try {
    const { AccountAliases } = await client.send('iam', 'ListAccountAliases', {});
    return (AccountAliases ?? []) as readonly string[];
  } catch (error) {
    if (error instanceof AwsRefusal && /AccessDenied|Unauthorized/.test(error.code))
      throw new KitError(
        'AliasUnknown',
        `you may not read what account ${account} is called, so it may be production`,
        { next: 'add iam:ListAccountAliases; ./lab permissions LAB prints what else is needed' },
      );
    throw explainedFailure(error, 'iam ListAccountAliases');
  }
}
