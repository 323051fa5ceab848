/** Stacks in stacks cost what is in them. */
import { unpriced } from '../charge.ts';
import type { Pricer, Pricers } from './pricer.ts';

const nested: Pricer = ({ stack, logicalId }, around) =>
  around.hasStack(`${stack}-${logicalId}`)
    ? []
    : [unpriced('its template is not here: nothing in it is known')];

export const stacks: Pricers = { 'AWS::CloudFormation::Stack': nested };
