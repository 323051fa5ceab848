/** How what was broken is undone. */
export interface Repairs {
  /** Noted before anything is done. `what` as a person would do it by hand: `start Web (i-0abc)`. */
  add(what: string, undo: () => Promise<void>): void;
}
