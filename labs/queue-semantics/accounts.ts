/** The other accounts of this lab. On AWS the partner must be one that exists, and that is yours to call from. */
export const partnerAccount = '222222222222';
export const strangerAccount = '333333333333';
