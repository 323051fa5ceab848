import type { Experiment } from '../../lib/lab.ts';
import type { Stage } from './lab.ts';
export const experiments: readonly Experiment<Stage>[] = [];
