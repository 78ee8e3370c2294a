"""What people bring along from the published Realtime-ST-GCN: its configurations, graphs and checkpoints."""
