/** The devices of the scope: filter, table, peek. */
import type { Metadata } from 'next';
import { DeviceList } from '../../../features/devices/device-list.tsx';
import { PageTitle } from '../../../ui/page-title.tsx';

export const metadata: Metadata = { title: 'Devices' };

export default function DevicesPage() {
  return (
    <>
      <PageTitle title="Devices" />
      <DeviceList />
    </>
  );
}
