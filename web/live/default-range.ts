/** The window of the overview when the URL does not say: the six hours of the ribbon. */
export const OVERVIEW_RANGE = 'now-6h..now';
