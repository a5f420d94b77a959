-- What grows with the fleet is looked at by the planner as often as the fleet itself.
grant maintain on device_history, device_certificates, device_inventories to flotilla_app;
