/** Enrolling devices: tokens, waiting devices, rules. */
import type { Metadata } from 'next';
import { EnrollDesk } from '../../../features/enroll/enroll-desk.tsx';

export const metadata: Metadata = { title: 'Enroll a device' };

export default function EnrollPage() {
  return <EnrollDesk />;
}
