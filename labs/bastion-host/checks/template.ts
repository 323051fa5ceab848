/** What the template says of keys and addresses. */
import { isTrue, listOf, mapOf, textOf } from '../../../lib/rules/values.ts';
import { by, type Way } from '../../../lib/lab.ts';
import { failed, held } from '../../../lib/verdict.ts';

/** A pair whose public half is brought along has its private half somewhere else, and no parameter. */
export const noKeyMaterial: Way = by(['facts'], async ({ facts }) => {
  const instances = await facts('AWS::EC2::Instance');
  for (const [place, properties] of instances)
    if (JSON.stringify(properties).includes('PRIVATE KEY'))
      return failed(`${place} holds a private key`);
  const pairs = await facts('AWS::EC2::KeyPair');
  for (const [place, { PublicKeyMaterial }] of pairs)
    if (PublicKeyMaterial !== undefined)
      return failed(`${place} is imported: its private half lies wherever it was made`);
  return held(
    `${instances.size} hosts hold no key; key pairs made by CloudFormation: ${pairs.size}`,
  );
});

/** No Elastic IP, no subnet that gives addresses, no instance that asks for one. */
export const nothingPublic: Way = by(['facts'], async ({ facts }) => {
  const [elastic] = (await facts('AWS::EC2::EIP')).keys();
  if (elastic !== undefined) return failed(`${elastic} is a public address`);
  for (const [place, { MapPublicIpOnLaunch }] of await facts('AWS::EC2::Subnet'))
    if (isTrue(MapPublicIpOnLaunch)) return failed(`${place} gives public addresses`);
  for (const [place, { NetworkInterfaces }] of await facts('AWS::EC2::Instance'))
    if (listOf(NetworkInterfaces).some(asksAddress)) return failed(`${place} asks for an address`);
  return held('no Elastic IP, and no address given at launch');
});

function asksAddress(card: unknown): boolean {
  return isTrue(textOf(mapOf(card).AssociatePublicIpAddress));
}
