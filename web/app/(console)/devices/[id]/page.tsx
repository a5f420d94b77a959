/** One device. */
import type { Metadata } from 'next';
import { DeviceDetail } from '../../../../features/device/device-detail.tsx';

export const metadata: Metadata = { title: 'Device' };

export default async function DevicePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <DeviceDetail deviceId={id} />;
}
