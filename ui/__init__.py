"""What the pages share: the frame, the words and numbers of the reader, and the way things look."""
