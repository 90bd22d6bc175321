"""One slow service and what can be done about it: caches, pools, retries, breakers, queues, sizes."""
