"""Open Referral UK JSON (a page of services, HSDS 3) with a careers profile: see docs/reference/careers-profile.md."""
