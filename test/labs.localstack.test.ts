/** Every lab on LocalStack, as far as it goes: what it lacks is left out by name, what cannot be judged is unverified. */
import { labIds } from '../lib/catalog.ts';
import { describeLabsOn } from './support/labs-on.ts';

describeLabsOn('localstack', labIds());
