/** A network as the engine or `network/files/local-kv.db` records it. */
export interface NetworkRecord {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly scope: string;
  readonly internal: boolean;
  readonly createdAt: string | null;
  readonly subnets: readonly { readonly subnet: string; readonly gateway: string | null }[];
}
