"""What a canary of a given size can see: thousands of good and of bad releases, and six rules that judge them."""
