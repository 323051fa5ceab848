/** Target `emulator`: a lab on a MiniStack of its own. */
import { emulatedTarget } from '../emulated/target.ts';
import { ministack } from './ministack/adapter.ts';

export const emulator = emulatedTarget(ministack);
