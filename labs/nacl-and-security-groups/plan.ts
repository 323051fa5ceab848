/** Which addresses stand where. */
export const blocks = { vpc: '10.30.0.0/16', web: '10.30.0.0/24', app: '10.30.1.0/24' } as const;
