"""Children: who they are, where they live and go to school, and who may know it."""
