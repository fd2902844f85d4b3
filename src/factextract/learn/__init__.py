"""Training: annotated text to examples, examples to models. Needs scikit-learn; extraction never imports it."""
