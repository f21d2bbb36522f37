"""What a project manager types: fields with their labels, and the parts of a guideline."""
