"""Segmentation with jieba, spaCy and pkuseg; the only package that imports them."""
