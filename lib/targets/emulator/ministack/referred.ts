/** Which of the deployed resources a property refers to. */
import { parsePlaceholder } from '../../../template/placeholder.ts';
import type { Deployed } from '../../api/deployed.ts';

export function referred(reference: unknown, all: readonly Deployed[]): Deployed | undefined {
  const named = parsePlaceholder(String(reference))?.logicalId;
  return all.find(({ logicalId }) => logicalId === named);
}
