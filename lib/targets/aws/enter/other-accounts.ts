/** Stacks that the assembly puts into accounts: a sandbox is one account, and nothing is deployed beside it. */
import { KitError } from '../../../errors.ts';
import { readStacks } from '../../../template/read.ts';
import type { Sandbox } from './sandbox.ts';

/** @throws OtherAccount where a stack belongs elsewhere */
export function refuseOtherAccounts(folder: string, { account }: Pick<Sandbox, 'account'>): void {
  const other = readStacks(folder).find(
    (each) => each.account !== undefined && each.account !== account,
  );
  if (other === undefined) return;
  const says = `stack ${other.stack} belongs into account ${String(other.account)}, and the sandbox is ${account}`;
  throw new KitError('OtherAccount', says, {
    next: 'choose the account with -c NAME=ACCOUNT (./lab show LAB tells its parameters), or judge it --on model',
  });
}
