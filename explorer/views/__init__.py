"""What each page looks at, as a small value that an address holds and brings back."""
