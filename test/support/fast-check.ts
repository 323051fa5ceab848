/** fast-check with a seed that stays: a run can be repeated. `LAB_SEED=n` looks elsewhere. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['LAB_SEED'] ?? 1) });

export default fc;
