"""What a change does to what is published: snapshots of two states, compared, and told as Markdown, HTML and JSON."""
