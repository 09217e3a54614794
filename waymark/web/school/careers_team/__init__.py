"""The pages under /schools/<slug>/careers-team/: who leads and does careers work, and handing it over."""
