/** What is in the two buckets, as far as checks ask for it. */

export const siteKeys = ['docs/index.html', 'error.html', 'index.html'];
export const assetKeys = ['error.html', 'extra.html', 'font.woff2', 'private/plan.txt'];

/** A sentence that stands on this page and on no other. */
export const marks = {
  index: 'One page, two origins',
  docs: 'The folder of the documents',
  error: 'There is no such page',
  extra: 'This sentence lives in the other bucket',
};

/**
 * What the page's script asks for. A range without a beginning is no header that a browser sends unasked: so the page
 * needs a preflight too.
 */
export const asked = { method: 'GET', headers: { Range: 'bytes=-2000' } };

/** Where the pages that upload are developed. */
export const uploadOrigin = 'http://localhost:3000';
