import type { ContainerReport, NetworkReport } from '../../src/report/types.js';

/** What a report says of a container where nobody looked at processes, control groups and networks. */
export const NOTHING_LIVE = {
  processes: null,
  namespaces: [],
  risks: [],
  control: null,
  networkMode: null,
  endpoints: [],
  ports: [],
} satisfies Partial<ContainerReport>;

export function aNetworkReport(fields: Partial<NetworkReport> = {}): NetworkReport {
  return {
    id: 'ab'.repeat(32),
    name: 'shop',
    root: null,
    driver: 'bridge',
    scope: 'local',
    internal: false,
    attachable: false,
    ingress: false,
    enableIpv6: false,
    predefined: false,
    createdAt: null,
    labels: {},
    options: {},
    ipamDriver: null,
    subnets: [{ subnet: '172.18.0.0/16', gateway: '172.18.0.1' }],
    hostInterface: null,
    hostInterfaceUp: null,
    endpoints: [],
    used: false,
    overlaps: [],
    unmeasuredReason: null,
    ...fields,
  };
}
