"""QObjects and item models behind the views; tested without a window."""
