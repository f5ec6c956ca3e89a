"""What the owner wants: rules where they are surer, small questions to the model elsewhere."""
