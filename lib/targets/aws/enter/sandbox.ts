/** The sandbox account that a person has allowed: who calls, where, and a client that calls as them. */
import type { Client } from '../../api/client.ts';

export interface Sandbox {
  /** Twelve digits, as STS told. */
  readonly account: string;
  readonly region: string;
  /** A stand-in that plays AWS, where the person's environment names one (`AWS_ENDPOINT_URL`). */
  readonly endpoint?: string;
  /** `aws 111122223333 us-east-1`, and the stand-in where there is one. */
  readonly title: string;
  readonly client: Client;
}
