import type { Check } from '../../lib/lab.ts';
import { deniedPrefixIs403, directLinkAlwaysWorks, onlyGetIsPublic } from './checks/access.ts';
import {
  allowedOriginGetsHeader,
  otherOriginGetsNone,
  preflightDecides,
  uploadOriginMayPut,
} from './checks/origins.ts';
import { indexAndError } from './checks/pages.ts';
import { pageShowsTheAsset } from './checks/script.ts';
import type { Stage } from './lab.ts';

/** From the address bar to the script in the page, and at last what nobody may do. */
export const checks: readonly Check<Stage>[] = [
  indexAndError,
  deniedPrefixIs403,
  allowedOriginGetsHeader,
  otherOriginGetsNone,
  preflightDecides,
  directLinkAlwaysWorks,
  pageShowsTheAsset,
  uploadOriginMayPut,
  onlyGetIsPublic,
];
