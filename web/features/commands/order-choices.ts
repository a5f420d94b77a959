/** What can be chosen of every order, to one device or to many. */

/** The shortest reason the API takes. */
export const REASON_MIN = 3;

/** How long it may wait for its device. */
export const EXPIRY_OPTIONS = [
  { value: '300', label: 'in 5 minutes' },
  { value: '3600', label: 'in an hour' },
  { value: '86400', label: 'in a day' },
  { value: '604800', label: 'in a week' },
] as const;

/** What is chosen where nobody chose. */
export const USUAL_EXPIRY_S = '3600';

/** How often it may be handed over. */
export const DELIVERY_OPTIONS = [
  { value: '', label: 'As usual for its kind' },
  { value: 'AT_LEAST_ONCE', label: 'Until acknowledged' },
  { value: 'AT_MOST_ONCE', label: 'Once, whatever comes' },
] as const;
