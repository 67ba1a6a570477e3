"""Editions for paper, projector and e-reader, made from the page bodies of the site.

Each edition is a module with one public function, `build(manuscript, folder)`, which writes its
files into `folder` and says what it made. They share the assembly of pages into a book (`book`),
the questions as printed (`questions`) and the way to PDF (`paper`). `catalogue` lists them all.
"""
